using Seatrial.Record;
using Seatrial.Scenarios.Histories;

namespace Seatrial.Scenarios.Tests.Histories;

public sealed class LastOwnerTests
{
    private static Story TwoOwners => new Story().AddOwner("A", 0, 1, "ann").AddOwner("A", 2, 3, "bob").ReadOwners("A", 3.5, 3.6, "ann", "bob");

    [Fact]
    public void Two_owners_who_remove_each_other_and_are_both_told_that_it_was_done_are_a_breach()
    {
        var verdict = TwoOwners.RemoveOwner("A", 4, 6, "bob").RemoveOwner("B", 5, 7, "ann").The(ObjectKind.LastOwner);
        Assert.Equal(Decision.Broken, verdict.Decision);
        Assert.Equal("B was told at 7 ms that ann was removed from the owners although c has no other owner after 7 ms.", verdict.Sentence);
        Assert.Equal(["bob", "bob", "ann"], verdict.Counterexample.Select(operation => operation.Key.User));
    }

    [Fact]
    public void One_of_them_who_is_refused_is_none() => TwoOwners
        .RemoveOwner("A", 4, 6, "bob").RemoveOwner("B", 5, 7, "ann", OperationOutcome.Refused).Holds(ObjectKind.LastOwner);

    [Fact]
    public void One_of_them_who_never_knew_is_none() => TwoOwners
        .RemoveOwner("A", 4, 6, "bob").RemoveOwner("B", 5, 7, "ann", OperationOutcome.Unknown).Holds(ObjectKind.LastOwner);

    [Fact]
    public void An_owner_who_is_added_before_the_last_can_be_gone_is_none() => TwoOwners
        .RemoveOwner("A", 4, 6, "bob").AddOwner("C", 6.5, 8, "cid").RemoveOwner("B", 5, 7, "ann").Holds(ObjectKind.LastOwner);

    [Fact]
    public void An_owner_who_is_added_after_it_is_a_breach() => Assert.Equal(Decision.Broken, TwoOwners
        .RemoveOwner("A", 4, 6, "bob").AddOwner("C", 7.5, 8, "cid").RemoveOwner("B", 5, 7, "ann").The(ObjectKind.LastOwner).Decision);

    [Fact]
    public void An_empty_list_of_owners_before_there_is_a_first_one_is_none() => new Story()
        .ReadOwners("B", 0, 1).AddOwner("A", 0.5, 2, "ann").ReadOwners("B", 3, 4, "ann").Holds(ObjectKind.LastOwner);

    [Fact]
    public void An_empty_list_of_owners_is_a_breach() => TwoOwners.ReadOwners("B", 4, 5)
        .Breaks(ObjectKind.LastOwner, "B read the owners of c as empty at 4 ms although a crate keeps its last owner.");
}
