global using System.Data.Common;
global using Seatrial.Cargo;
global using Seatrial.Registry;
global using Seatrial.Registry.Sql;
global using Seatrial.Registry.Steps;
