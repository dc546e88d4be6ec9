"""What a program may ask for, and the administrators' page of tokens."""
