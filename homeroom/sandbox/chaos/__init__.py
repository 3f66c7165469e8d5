"""`homeroom chaos`: a whole district whose processes are killed while people talk, then judged."""
