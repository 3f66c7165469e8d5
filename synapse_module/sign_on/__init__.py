"""District sign-on: who of the roster it is that signs on. Nobody else gets an account."""
