ready-in = Ready in { $seconds } s
