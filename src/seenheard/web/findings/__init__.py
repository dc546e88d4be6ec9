"""What someone must look at: Today, queues, findings, duties."""
