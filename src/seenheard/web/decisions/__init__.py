"""What people decide: excuses and link decisions. The next night takes them from a file."""
