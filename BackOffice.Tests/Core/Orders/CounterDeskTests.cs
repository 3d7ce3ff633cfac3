using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Orders;

public sealed class CounterDeskTests
{
    private static readonly Actor s_operations = PipelineLab.Person("a|4", "Ines Marlow", Role.Operations);
    private readonly MemoryStore _store = new();
    private readonly Counters _counters = new();

    private CounterDesk Desk => new(_counters, _store, TimeProvider.System);

    [Fact]
    public async Task Repair_Differences_AreInTheAuditLogWithTheReasonBeforeTheyAreSetRight()
    {
        _counters.AuditedBeforeRepair = async () => (await EntriesAsync()).Count;

        Assert.True((await Desk.RepairAsync("The disk was restored", s_operations, default)).Value.Repaired);
        Assert.True((await Desk.RepairAsync("Again", s_operations, default)).IsSuccess);

        var entries = await EntriesAsync();
        Assert.Equal([AuditActions.CountersRepaired, AuditActions.CountersRepaired], entries.Select(entry => entry.Entry.Action));
        Assert.Equal("The disk was restored", entries[0].Detail?.Reason);
        Assert.Equal([new AuditChange("headline:Done", "3", "2")], entries[0].Detail?.Changes);
        Assert.Equal([1, 2], _counters.Audited);
    }

    [Theory]
    [InlineData(Role.Operations, "")]
    [InlineData(Role.SupportLead, "Why not")]
    public async Task Repair_WithoutReasonOrPermission_ChangesNothing(Role role, string reason)
    {
        var repaired = await Desk.RepairAsync(reason, PipelineLab.Person("a|5", "Tomas Linnet", role), default);

        Assert.False(repaired.IsSuccess);
        Assert.Empty(_counters.Audited);
        Assert.Empty(await EntriesAsync());
    }

    private async Task<IReadOnlyList<StoredAudit>> EntriesAsync() => (await _store.AuditAsync(new AuditQuery { NewestFirst = false }, null, 50, default)).Items;

    private sealed class Counters : ICounterCheck
    {
        public List<int> Audited { get; } = [];

        public Func<Task<int>> AuditedBeforeRepair { get; set; } = () => Task.FromResult(0);

        public async Task<CounterReport> RunAsync(bool repair, CancellationToken cancellationToken)
        {
            if (repair)
                Audited.Add(await AuditedBeforeRepair());
            return new CounterReport(2, 1, [new CounterDifference("headline:Done", 3, 2)], repair);
        }
    }
}
