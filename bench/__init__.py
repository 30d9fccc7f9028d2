"""What things cost beside the bare libraries, side by side in one run. A report, not a test: these figures wander."""
