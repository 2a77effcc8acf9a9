namespace Seatrial.Registry.Steps;

/// <summary>A dependency behind HTTP could not answer, or answered something that makes no sense.</summary>
/// <param name="what">The dependency as the client is told, such as <see cref="Outage.Storage"/>.</param>
internal sealed class DependencyException(string what, string reason, Exception? inner = null) : Exception(reason,
    inner)
{
    public string What => what;
}
