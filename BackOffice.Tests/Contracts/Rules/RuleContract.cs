using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Backends.Embedded;
using BackOffice.Core.Backends.Embedded.Router;
using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Rules;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Rules;

/// <summary>What rules promise on every order store.</summary>
public abstract class RuleContract : IAsyncLifetime
{
    private protected const string Declined = """{"detail-type":["Order Failed"],"detail":{"error":["Card.Declined"]}}""";
    private protected const string Failed = """{"detail-type":["Order Failed"]}""";

    private readonly string _root = Directory.CreateTempSubdirectory("bo-rules-").FullName;
    private IStore? _store;
    private DataFolder? _folder;
    private RouterFile? _file;

    private static RoutingOptions Options { get; } = new()
    {
        Destinations = new Dictionary<string, DestinationOptions>
        {
            ["zendesk"] = new() { Kind = DestinationKind.Zendesk }, ["partner"] = new() { Kind = DestinationKind.Webhook }, ["notes"] = new() { Kind = DestinationKind.OrderNote },
        },
    };

    private protected static Actor Otis { get; } = PipelineLab.Person("op|1", "Otis Fairweather", Role.Operations);

    private protected static Actor Maren { get; } = PipelineLab.Person("op|2", "Maren Oakes", Role.Operations);

    private protected EmbeddedRuleStore Live => new(_file!);

    private protected IRules Rules
    {
        get
        {
            var shelf = new RuleShelf(_store!);
            return new RuleDesk(shelf, new RuleChecks(Options), new RulePublisher(Live, shelf, TimeProvider.System), new EmbeddedRecord(_file!), Options, TimeProvider.System);
        }
    }

    public async Task InitializeAsync()
    {
        _store = await OpenEmptyAsync();
        _folder = DataFolder.Open(Path.Combine(_root, "data"), TimeProvider.System);
        _file = RouterFile.Open(_folder);
    }

    public virtual async Task DisposeAsync()
    {
        if (_file is not null)
            await _file.DisposeAsync();
        _folder?.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    protected abstract Task<IStore> OpenEmptyAsync();

    [ContractFact]
    public async Task Rule_InsideTheHouse_IsSavedPublishedAndListed()
    {
        var saved = await SavedAsync("notes-on-declines", Content(Declined, "notes", RuleState.Enabled));

        Assert.Equal((1, false), (saved.Rule.Revision, saved.Waits));
        Assert.Null(saved.Rule.Published!.Problem);
        Assert.Equal(new LiveRule("notes-on-declines", Declined, true), Assert.Single((await Live.ListRulesAsync(null, null, 100, default)).Value.Items));
        Assert.Equal("notes", Assert.Single((await Live.ListTargetsAsync("notes-on-declines", default)).Value).Destination);
        Assert.Equal("notes-on-declines", Assert.Single((await Rules.ListAsync(false, Otis, default)).Value).Name);
    }

    [ContractFact]
    public async Task Rule_ToADestinationOutside_WaitsForASecondPerson()
    {
        var asked = await SavedAsync("support", Content(Failed, "zendesk", RuleState.Enabled));
        Assert.True(asked.Waits);
        Assert.Contains("zendesk would begin to get events", asked.Message, StringComparison.Ordinal);
        Assert.Empty((await Live.ListRulesAsync(null, null, 100, default)).Value.Items);
        var change = asked.Rule.Pending!.ChangeId;

        Assert.IsType<Forbidden>((await Rules.DecideAsync(new DecideRuleChange("support", change, true, Id(), "Looks right"), Otis, default)).Error);
        Assert.Equal("rule.pending", Assert.IsType<Conflict>((await SaveAsync("support", Content(Declined, "zendesk"), asked.Rule.Version)).Error).Code);
        var approved = await Rules.DecideAsync(new DecideRuleChange("support", change, true, Id(), "Looks right"), Maren, default);

        Assert.True(approved.IsSuccess, approved.Error?.Message);
        Assert.Equal((1, RuleState.Enabled), (approved.Value.Rule.Revision, approved.Value.Rule.Content.State));
        Assert.True(Assert.Single((await Live.ListRulesAsync(null, null, 100, default)).Value.Items).Enabled);
        var revision = Assert.Single((await Rules.HistoryAsync("support", Otis, default)).Value);
        Assert.Equal(("Otis Fairweather", "Maren Oakes"), (revision.By, revision.ApprovedBy));
        Assert.Equal("rule.not-pending", (await Rules.DecideAsync(new DecideRuleChange("support", change, true, Id(), "Again"), Maren, default)).Error!.Code);
    }

    [ContractFact]
    public async Task Disable_OfARuleThatSendsOutside_WaitsToo_AndMayBeWithdrawn()
    {
        var rule = await LiveRuleAsync("support", "zendesk");
        var asked = (await Rules.SwitchAsync(new SwitchRule("support", false, Id(), rule.Version, "Quiet please"), Otis, default)).Value;
        Assert.True(asked.Waits);
        Assert.True(Assert.Single((await Live.ListRulesAsync(null, null, 100, default)).Value.Items).Enabled);

        var withdrawn = (await Rules.DecideAsync(new DecideRuleChange("support", asked.Rule.Pending!.ChangeId, false, Id(), "Not needed"), Otis, default)).Value;

        Assert.Null(withdrawn.Rule.Pending);
        Assert.Equal(RuleState.Enabled, withdrawn.Rule.Content.State);
    }

    [ContractFact]
    public async Task Pattern_OfALiveRule_IsOnePersonsToChange_AndAnotherDestinationIsNot()
    {
        var rule = await LiveRuleAsync("support", "zendesk");

        var narrower = await SavedAsync("support", Content(Declined, "zendesk", RuleState.Enabled), rule.Version);
        var elsewhere = await SavedAsync("support", Content(Declined, "partner", RuleState.Enabled), narrower.Rule.Version);

        Assert.False(narrower.Waits);
        Assert.Contains("narrower: detail.error must be so that it is \"Card.Declined\"", (await Rules.HistoryAsync("support", Otis, default)).Value[0].Changes);
        Assert.True(elsewhere.Waits);
    }

    [ContractFact]
    public async Task TwoPeople_SavingAtOnce_OneIsToldWhoWasFaster()
    {
        var first = await SavedAsync("r", Content(Declined, "notes"));
        await SavedAsync("r", Content(Failed, "notes"), first.Rule.Version);

        var late = await Rules.SaveAsync(new SaveRule("r", Content("""{"source":["x"]}""", "notes"), Id(), first.Rule.Version, "Mine"), Maren, default);

        var conflict = Assert.IsType<Conflict>(late.Error);
        Assert.Equal(("rule.version", "Otis Fairweather"), (conflict.Code, conflict.By));
    }

    [ContractFact]
    public async Task Command_SentTwice_IsDoneOnce()
    {
        var command = new SaveRule("r", Content(Declined, "notes"), Id(), 0, "First");
        Assert.True((await Rules.SaveAsync(command, Otis, default)).IsSuccess);

        var again = await Rules.SaveAsync(command, Otis, default);

        Assert.True(again.Value.Repeated);
        Assert.Single((await Rules.HistoryAsync("r", Otis, default)).Value);
    }

    [ContractFact]
    public async Task Save_WithTheDryRunOfAnotherDraft_IsRefused_AndOfThisOneIsNot()
    {
        var (mine, other) = (Content(Declined, "notes"), Content(Failed, "notes"));

        var refused = await Rules.SaveAsync(new SaveRule("r", mine, Id(), 0, "Mine", DraftHash.Of("r", 0, other)), Otis, default);
        var saved = await Rules.SaveAsync(new SaveRule("r", mine, Id(), 0, "Mine", DraftHash.Of("r", 0, mine)), Otis, default);
        var late = await Rules.SaveAsync(new SaveRule("r", other, Id(), saved.Value.Rule.Version, "Mine", DraftHash.Of("r", 0, other)), Otis, default);

        Assert.Equal("rule.dry-run", Assert.IsType<Conflict>(refused.Error).Code);
        Assert.True(saved.IsSuccess, saved.Error?.Message);
        Assert.Equal("rule.dry-run", Assert.IsType<Conflict>(late.Error).Code);
    }

    [ContractFact]
    public async Task Wildcards_MoreThanABusTakes_AreRefused_AndTheRulesThatHaveThemGoOn()
    {
        const string Wild = """{"source":[{"wildcard":"a*b"}]}""";
        for (var i = 0; i < 30; i++)
            await SavedAsync($"wild-{i}", Content(Wild, "notes"));

        var over = await SaveAsync("wild-30", Content(Wild, "notes"));
        var plain = await SaveAsync("plain", Content(Declined, "notes"));
        var again = await SaveAsync("wild-0", Content("""{"source":[{"wildcard":"a*c"}]}""", "notes"), (await Rules.GetAsync("wild-0", Otis, default)).Value.Version);

        Assert.Equal("rule.quota", Assert.IsType<Rejected>(over.Error).Code);
        Assert.True(plain.IsSuccess, plain.Error?.Message);
        Assert.True(again.IsSuccess, again.Error?.Message);
    }

    [ContractFact]
    public async Task RollBack_MakesTheEarlierContentANewRevision()
    {
        var first = await SavedAsync("r", Content(Declined, "notes"));
        var second = await SavedAsync("r", Content(Failed, "notes"), first.Rule.Version);

        var back = await Rules.RollBackAsync(new RollBackRule("r", 1, Id(), second.Rule.Version, "It was better"), Otis, default);

        Assert.Equal((3, Declined), (back.Value.Rule.Revision, back.Value.Rule.Content.Pattern));
        Assert.Equal(Declined, Assert.Single((await Live.ListRulesAsync(null, null, 100, default)).Value.Items).Pattern);
        Assert.Equal([3, 2, 1], (await Rules.HistoryAsync("r", Otis, default)).Value.Select(revision => revision.Number));
        Assert.IsType<NotFound>((await Rules.RollBackAsync(new RollBackRule("r", 9, Id(), back.Value.Rule.Version, "No such"), Otis, default)).Error);
    }

    [ContractFact]
    public async Task Delete_TakesItFromTheRouter_AndTheNameMayComeAgain()
    {
        var first = await SavedAsync("r", Content(Declined, "notes", RuleState.Enabled));

        var deleted = await Rules.DeleteAsync(new DeleteRule("r", Id(), first.Rule.Version, "Done with"), Otis, default);
        Assert.True(deleted.IsSuccess, deleted.Error?.Message);
        Assert.Empty((await Live.ListRulesAsync(null, null, 100, default)).Value.Items);
        Assert.Empty((await Rules.ListAsync(false, Otis, default)).Value);
        Assert.Single((await Rules.ListAsync(true, Otis, default)).Value);
        var again = await SavedAsync("r", Content(Failed, "notes"));

        Assert.Equal(3, again.Rule.Revision);
    }

    [ContractFact]
    public async Task EveryChange_IsInTheRulesAuditChain()
    {
        var first = await SavedAsync("r", Content(Declined, "notes"));
        await Rules.SwitchAsync(new SwitchRule("r", true, Id(), first.Rule.Version, "On"), Otis, default);

        var entries = (await _store!.AuditAsync(new AuditQuery { Subject = "rule/r", NewestFirst = false }, null, 50, default)).Items;

        Assert.Equal([AuditActions.RuleSaved, AuditActions.RulePublished, AuditActions.RuleEnabled, AuditActions.RulePublished], entries.Select(entry => entry.Entry.Action));
        Assert.All(entries, entry => Assert.Equal(AuditChain.HashOf(entry.Entry), entry.Entry.Hash));
        Assert.Equal("On", entries[2].Detail!.Reason);
    }

    [ContractFact]
    public async Task What_CannotBeSaved_IsToldAllAtOnce()
    {
        var wrong = Content(Declined, "nowhere") with
        {
            Targets = [RouterLab.To("nowhere"), RouterLab.To("notes"), RouterLab.To("notes", id: "t 3") with { Input = "{", Retry = new(200, 5) }],
            Samples = [new RuleSample("a decline", true, """{"detail-type":"Order Placed"}""")],
        };

        var fields = Assert.IsType<Invalid>((await SaveAsync("r", wrong)).Error).Fields.Select(field => field.Field).ToList();
        var reasonless = Assert.IsType<Invalid>((await Rules.SaveAsync(new SaveRule("r", Content(Declined, "notes"), Id(), 0, " "), Otis, default)).Error);

        Assert.Equal(
            ["targets/0/destination", "targets/1/id", "targets/2/id", "targets/2/retry/maximumRetryAttempts", "targets/2/retry/maximumEventAgeInSeconds", "targets/2/input", "samples/a decline"], fields);
        Assert.Equal("reason", reasonless.Fields.Single().Field);
        Assert.IsType<PatternRefusal>((await SaveAsync("r", Content("""{"detail-type":"Order Failed"}""", "notes"))).Error);
        Assert.IsType<Forbidden>((await Rules.SaveAsync(new SaveRule("r", Content(Declined, "notes"), Id(), 0, "Mine"), PipelineLab.Person("s|1", "Sil", Role.SupportAgent), default)).Error);
    }

    private protected static RuleContent Content(string pattern, string destination, RuleState state = RuleState.Disabled) => new()
    {
        Pattern = pattern, State = state, Targets = [RouterLab.To(destination)],
    };

    private static string Id() => Guid.NewGuid().ToString("N");

    private Task<Result<RuleOutcome>> SaveAsync(string name, RuleContent content, long version = 0) => Rules.SaveAsync(new SaveRule(name, content, Id(), version, "Because"), Otis, default);

    private async Task<RuleOutcome> SavedAsync(string name, RuleContent content, long version = 0)
    {
        var saved = await SaveAsync(name, content, version);
        Assert.True(saved.IsSuccess, $"{saved.Error?.Message} {string.Join("; ", (saved.Error as Invalid)?.Fields ?? [])}");
        return saved.Value;
    }

    private async Task<RoutingRule> LiveRuleAsync(string name, string destination)
    {
        var asked = await SavedAsync(name, Content(Failed, destination, RuleState.Enabled));
        return (await Rules.DecideAsync(new DecideRuleChange(name, asked.Rule.Pending!.ChangeId, true, Id(), "Right"), Maren, default)).Value.Rule;
    }
}
