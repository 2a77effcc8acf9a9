using Seatrial.Record;

namespace Seatrial.Faults.Tests;

/// <summary>An exchange without a wire, which writes down what a fault did with it.</summary>
internal sealed class ActsExchange : Exchange
{
    private readonly TaskCompletionSource _gone = new();

    public List<string> Acts { get; } = [];

    public static ActsExchange At(Watch watch, string operation = "PutObject", Traits traits = Traits.Writes | Traits.Commits)
    {
        var tap = new Tap(watch, Boundary.RegistryStorage, "registry");
        return new ActsExchange { Tap = tap, Crossing = tap.Arrive(operation, "", traits).Crossing };
    }

    public void GiveUp() => _gone.SetResult();

    public override Task ClientGone => _gone.Task;

    public override Task ForwardAsync(CancellationToken cancelled) => Act("forward");

    public override Task RelayAsync(CancellationToken cancelled) => Act("relay");

    public override Task RelayPartAsync(double part, CancellationToken cancelled) => Act($"relay {part}");

    public override Task RefuseAsync(string? code, CancellationToken cancelled) => Act($"refuse {code}".Trim());

    public override Task CutAsync() => Act("cut");

    public override Task CutClientAsync() => Act("cut client");

    private Task Act(string act)
    {
        Acts.Add(act);
        return Task.CompletedTask;
    }
}
