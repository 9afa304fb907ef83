"""Files that members bring by the browser: kept below the data folder, and read as what they are together."""
