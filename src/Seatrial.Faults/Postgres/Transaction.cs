namespace Seatrial.Faults.Postgres;

/// <summary>
/// Which transaction a connection is in, as its statements tell before the server has answered them, since a client that pipelines does
/// not wait; when all is answered, the server's own word counts.
/// </summary>
internal sealed class Transaction
{
    private bool _open;
    private bool _failed;
    private bool _wrote;
    private string _name = "";
    private long _segment = -1;
    private bool _segmentWrote;

    /// <summary>All has been answered, and this is the state: I, T or E.</summary>
    public void Settle(byte status)
    {
        if (!_open || status == (byte)'I')
            (_name, _wrote) = ("", false);
        (_open, _failed) = (status != (byte)'I', status == (byte)'E');
    }

    /// <summary>The next statement.</summary>
    /// <param name="ask">The statement.</param>
    /// <param name="next">The one after it, when it is known; null when it is not.</param>
    /// <param name="hasMore">Whether anything follows it in what was read.</param>
    /// <returns>The name of the transaction that it belongs to, and what it does.</returns>
    public (string Name, Traits Traits) Take(Ask ask, Ask? next, bool hasMore)
    {
        var command = ask.Command;
        var within = next is not null && next.Segment == ask.Segment;
        var traits = command.Waits ? Traits.Waits : Traits.None;
        var name = _name;
        if (command.Begins && !_open)
        {
            traits |= Traits.Begins;
            name = next is null || next.Command.Opens is not null || !Statement.NamesTransaction(next.Command.Name) ? "" : next.Command.Name;
            (_open, _failed, _name, _wrote) = (true, false, "", false);
        }
        else if (_open)
        {
            if (_name.Length == 0 && command.Opens is null && Statement.NamesTransaction(command.Name))
                name = _name = command.Name;
            traits |= Traits.InTransaction | (command.Writes ? Traits.Writes : 0);
            _wrote |= command.Writes;
            // The COMMIT of a transaction that has failed is a ROLLBACK, and that of one that only reads leaves nothing.
            if (command.Commits && !_failed)
                traits |= Traits.Commits | (_wrote ? Traits.Writes : 0);
            if (command.Opens == false)
                (_open, _name, _wrote) = (false, "", false);
        }
        else
        {
            traits |= Alone(ask, within);
            if (command.IsLibrary)
                traits |= Traits.Library;
            if (command.Opens == true)
                (_open, _failed, _name, _wrote) = (true, false, "", false);
        }

        // Two commits in one write are two states of the database; a cut between the others is told from a cut at the end by nobody.
        if (within || (hasMore && !traits.HasFlag(Traits.Commits)))
            traits |= Traits.Pipelined;
        return (name, traits);
    }

    // Several statements between two Syncs are one transaction without BEGIN, and the Sync is its COMMIT.
    private Traits Alone(Ask ask, bool within)
    {
        var writes = ask.Command.Writes;
        if (ask.IsSimple || (ask.Ordinal == 0 && !within && !ask.IsFlushed))
            return writes ? ask.Command.Opens == true ? Traits.Writes : Traits.Writes | Traits.Commits : Traits.None;
        if (ask.Segment != _segment)
            (_segment, _segmentWrote) = (ask.Segment, false);
        _segmentWrote |= writes;
        var commits = !within && !ask.IsFlushed && _segmentWrote;
        return Traits.InTransaction | (writes ? Traits.Writes : 0) | (commits ? Traits.Writes | Traits.Commits : 0);
    }
}
