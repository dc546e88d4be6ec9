"""The site: queues, pages and the trail. It reads released numbers and never works one out again."""
