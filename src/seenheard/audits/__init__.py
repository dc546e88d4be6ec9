"""Case-file audits: schemes, draws, statistics, results and reports."""
