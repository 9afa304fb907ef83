"""What a workspace made of the shipped readers: how sure each must be, and what its corrections add to their scores."""
