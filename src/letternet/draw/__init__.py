"""A formula becomes bricks: strips are vectors, boxes are matrices, circles are numbers."""
