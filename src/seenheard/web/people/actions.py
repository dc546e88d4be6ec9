"""Nothing is written about people yet."""
