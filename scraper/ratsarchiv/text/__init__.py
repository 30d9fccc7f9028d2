"""A document's bytes → its pages: PDF, office files, web pages, plain text. What a hostile file can break is a child."""
