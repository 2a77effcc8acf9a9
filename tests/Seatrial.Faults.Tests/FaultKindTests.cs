using Seatrial.Faults.Kinds;
using Seatrial.Record;

namespace Seatrial.Faults.Tests;

public sealed class FaultKindTests
{
    private readonly Watch _watch = new(TimeProvider.System);

    [Theory]
    [InlineData("error", "refuse")]
    [InlineData("cut-before", "cut")]
    [InlineData("cut-after", "forward,cut")]
    [InlineData("truncated", "forward,relay 0.5")]
    [InlineData("slow", "forward,relay")]
    [InlineData("outage", "cut")]
    public async Task A_kind_is_a_few_acts_in_an_order(string kind, string acts)
    {
        var (exchange, fault) = Armed(FaultKind.Named(kind)!);
        await fault.ActAsync(exchange, default);
        Assert.Equal(acts, string.Join(',', exchange.Acts));
        Assert.Same(exchange, await fault.Fired);
    }

    [Fact]
    public async Task A_hang_lasts_until_the_client_gives_up()
    {
        var (exchange, fault) = Armed(new Hang());
        var acting = fault.ActAsync(exchange, default);
        Assert.Empty(exchange.Acts);
        exchange.GiveUp();
        await acting;
        Assert.Equal(["cut"], exchange.Acts);
    }

    [Fact]
    public async Task What_is_late_is_delivered_when_the_fault_is_released()
    {
        var (exchange, fault) = Armed(new LateDelivery());
        var acting = fault.ActAsync(exchange, default);
        Assert.Equal(["cut client"], exchange.Acts);
        fault.Release();
        await acting;
        Assert.Equal(["cut client", "forward"], exchange.Acts);
    }

    [Fact]
    public async Task An_outage_holds_for_the_whole_boundary_until_it_is_healed()
    {
        var (exchange, fault) = Armed(new Outage());
        Boundary? went = null;
        _watch.WentDown += boundary => went = boundary;
        await fault.ActAsync(exchange, default);
        Assert.Equal(Boundary.RegistryStorage, went);
        Assert.True(exchange.Tap.IsDown);
        Assert.False(new Tap(_watch, Boundary.RegistryDatabase, "registry").IsDown);
        fault.Heal();
        Assert.False(exchange.Tap.IsDown);
    }

    [Fact]
    public void Cuts_within_one_write_are_left_out_with_the_reason_and_errors_are_not()
    {
        var crossing = new Crossing(Boundary.RegistryDatabase, "registry", "INSERT versions", "", 1) { Traits = Traits.Writes | Traits.Pipelined };
        Assert.Contains("one write", new CutBefore().Excludes(crossing));
        Assert.Null(new Error().Excludes(crossing));
        Assert.Null(new CutBefore().Excludes(crossing with { Traits = Traits.Writes }));
    }

    [Fact]
    public void An_error_where_a_transaction_opens_is_left_out_only_where_the_next_statement_goes_with_it()
    {
        var crossing = new Crossing(Boundary.RegistryDatabase, "registry", "BEGIN", "", 1) { Traits = Traits.Begins };
        Assert.Null(new Error().Excludes(crossing));
        Assert.NotNull(new Error().Excludes(crossing with { Traits = Traits.Begins | Traits.Pipelined }));
    }

    [Fact]
    public void Late_delivery_is_for_writes_that_last_only()
    {
        var crossing = new Crossing(Boundary.RegistryDatabase, "registry", "x", "", 1);
        Assert.NotNull(new LateDelivery().Excludes(crossing));
        Assert.NotNull(new LateDelivery().Excludes(crossing with { Traits = Traits.Writes | Traits.InTransaction }));
        Assert.Null(new LateDelivery().Excludes(crossing with { Traits = Traits.Writes | Traits.Commits }));
    }

    private (ActsExchange Exchange, ArmedFault Fault) Armed(FaultKind kind)
    {
        var exchange = ActsExchange.At(_watch);
        var fault = _watch.Arm(new Fault(kind, exchange.Crossing));
        _watch.Record(Names.None);
        var arrival = exchange.Tap.Arrive("PutObject", "", exchange.Crossing.Traits);
        Assert.Same(fault, arrival.Fault);
        return (exchange, fault);
    }
}
