ready-in = Prêt en { $seconds } s
