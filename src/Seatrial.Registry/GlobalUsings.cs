global using Seatrial.Cargo;
global using Seatrial.Registry.Http;
global using Seatrial.Registry.Sql;
global using Seatrial.Registry.Steps;
