"""What whoever runs the installation sees and does."""
