"""What matters to a user, watched: portfolios, parties and lists; alerts when something changes of them."""
