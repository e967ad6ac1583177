"""Web: what is published and what members do, over HTTP: the app, its routes, pages and problems."""
