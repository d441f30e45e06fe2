"""A delivery and what is known of it: verdict, attempts, history, redaction. Pure."""
