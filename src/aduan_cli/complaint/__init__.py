"""What a complaint is and may become: pure, without files, stores or screens."""
