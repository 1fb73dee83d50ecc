"""Sources and sinks of records: files of any sheet, our own exports, the quarantine."""
