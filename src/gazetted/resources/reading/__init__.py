"""Knowledge of language that the reading of documents rests on."""
