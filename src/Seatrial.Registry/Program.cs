using Seatrial.Registry;

return args is ["serve", .. var options]
    ? await Serving.Run(options, Wiring.Standard)
    : await Serving.Run(["--help", "serve"], Wiring.Standard);
