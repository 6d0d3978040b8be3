"""The pages: flat scripts of controls, query, chart, sentence, table."""
