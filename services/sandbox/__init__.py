"""Both clouds in one small world, so that the whole way can be walked, shown and tested without either of them."""
