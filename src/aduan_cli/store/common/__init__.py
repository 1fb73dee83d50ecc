"""What stores share, whatever they keep their data in."""
