"""What comes out of an audit: result, agreement, conclusions and reports."""
