global using System.Net;
global using System.Text;
global using Seatrial.Cargo;
