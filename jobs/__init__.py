"""The scheduled jobs: `schedule` lists them, `runner` runs them, one short file each says what it does."""
