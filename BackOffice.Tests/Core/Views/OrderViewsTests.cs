using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Orders.Views;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Views;

public sealed class OrderViewsTests
{
    private static readonly Actor s_agent = Person("a|1", "Ama Kestrel", Role.SupportAgent);
    private static readonly Actor s_otherAgent = Person("a|2", "Bea Quill", Role.SupportAgent);
    private static readonly Actor s_lead = Person("a|3", "Tomas Linnet", Role.SupportLead);
    private static readonly Actor s_operations = Person("a|4", "Ines Marlow", Role.Operations);
    private readonly MemoryStore _store = new();
    private readonly FakeClock _clock = new(new DateTimeOffset(2026, 11, 25, 18, 0, 0, TimeSpan.Zero));
    private int _commands;

    private OrderViews Views => new(_store, _clock);

    [Fact]
    public void StartingViews_AllOfThem_AreSoundAndHaveAName()
    {
        foreach (var view in StartingViews.All)
            Assert.Empty(QueryText.Parse(view.Query, _clock.GetUtcNow(), TimeZoneInfo.Utc).Problems);
        Assert.Equal(StartingViews.All.Count, StartingViews.All.Select(view => view.Name).Distinct().Count());
    }

    [Fact]
    public async Task List_NothingSaved_IsTheStartingViews()
    {
        var listed = await ListAsync(s_agent);

        Assert.Equal(StartingViews.All.Select(view => view.Id), listed.Select(view => view.View.Id));
        Assert.All(listed, view => Assert.True(view is { IsBuiltIn: true, MayChange: false }));
    }

    [Fact]
    public async Task Save_Private_IsSeenByItsOwnerAlone()
    {
        await SavedAsync(s_agent, "v1", "Boston", "city:Boston sort:changed");

        Assert.Equal("city:Boston sort:changed", Assert.Single(await StoredAsync(s_agent)).View.Query);
        Assert.Empty(await StoredAsync(s_otherAgent));
        Assert.Empty(await StoredAsync(s_lead));
    }

    [Fact]
    public async Task Save_ForARole_IsSeenByThatRoleAndTheOwner()
    {
        await SavedAsync(s_lead, "v1", "For agents", "status:failed", ViewAudience.Role, Role.SupportAgent);

        Assert.False(Assert.Single(await StoredAsync(s_agent)).MayChange);
        Assert.True(Assert.Single(await StoredAsync(s_lead)).IsOwn);
        Assert.Empty(await StoredAsync(s_operations));
    }

    [Theory]
    [InlineData(ViewAudience.Role, Role.SupportAgent)]
    [InlineData(ViewAudience.Everyone, null)]
    public async Task Save_ForOthers_ByAnAgent_IsForbiddenAndChangesNothing(ViewAudience audience, Role? role)
    {
        var saved = await SaveAsync(s_agent, "v1", "Mine for all", "status:failed", audience, role);

        Assert.Equal("views:share", Assert.IsType<Forbidden>(saved.Error).Permission);
        Assert.Equal(0, _store.Commits);
    }

    [Fact]
    public async Task Save_SharedView_ByAnAgent_IsForbidden()
    {
        await SavedAsync(s_lead, "v1", "For all", "status:failed", ViewAudience.Everyone);

        Assert.IsType<Forbidden>((await SaveAsync(s_agent, "v1", "Renamed", "status:failed", ViewAudience.Everyone, version: 1)).Error);
        Assert.IsType<Forbidden>((await Views.DeleteAsync(new DeleteView("v1", NextCommand(), 1), s_agent, default)).Error);
    }

    [Fact]
    public async Task Save_NameOfAnotherOfTheirs_IsInvalid_AlsoAcrossShelvesAndCases()
    {
        await SavedAsync(s_lead, "v1", "Late ones", "status:stuck", ViewAudience.Everyone);

        var same = await SaveAsync(s_lead, "v2", "late ONES", "status:held");
        var others = await SaveAsync(s_agent, "v3", "Late ones", "status:held");

        Assert.Equal("name", Assert.Single(Assert.IsType<Invalid>(same.Error).Fields).Field);
        Assert.True(others.IsSuccess);
    }

    [Fact]
    public async Task Save_MoreThanFifty_IsRejected_AndADeletedOneMakesRoom()
    {
        for (var i = 0; i < 50; i++)
            await SavedAsync(s_lead, $"v{i}", $"View {i}", "", i % 10 == 0 ? ViewAudience.Everyone : ViewAudience.Private);

        Assert.Equal("view.too-many", (await SaveAsync(s_lead, "one-more", "One more", "")).Error?.Code);
        Assert.True((await Views.DeleteAsync(new DeleteView("v0", NextCommand(), 1), s_lead, default)).IsSuccess);
        Assert.True((await SaveAsync(s_lead, "one-more", "One more", "")).IsSuccess);
    }

    [Fact]
    public async Task Save_SameCommandTwice_IsOneView()
    {
        var command = new SaveView("v1", "Boston", "city:Boston", ViewAudience.Private, null, "cmd-1", 0);

        var first = await Views.SaveAsync(command, s_agent, default);
        var second = await Views.SaveAsync(command, s_agent, default);

        Assert.Equal(first.Value, second.Value);
        Assert.Equal(1, _store.Commits);
    }

    [Fact]
    public async Task Save_CommandIdOfAnotherSubject_IsConflict()
    {
        await SavedAsync(s_agent, "v1", "Mine", "");
        var stolen = new SaveView("v9", "Theirs", "", ViewAudience.Private, null, "cmd-1", 0);

        Assert.Equal("command.reused", (await Views.SaveAsync(stolen, s_otherAgent, default)).Error?.Code);
    }

    [Fact]
    public async Task Save_StaleVersion_SaysWhoWasFaster()
    {
        await SavedAsync(s_lead, "v1", "Late", "status:stuck", ViewAudience.Everyone);
        await SavedAsync(s_operations, "v1", "Late orders", "status:stuck", ViewAudience.Everyone, version: 1);

        var conflict = Assert.IsType<Conflict>((await SaveAsync(s_lead, "v1", "Later", "status:stuck", ViewAudience.Everyone, version: 1)).Error);

        Assert.Equal(("view.version", "Ines Marlow"), (conflict.Code, conflict.By));
    }

    [Fact]
    public async Task Save_AnotherOfTheShelfWasWrittenMeanwhile_IsTriedAgain()
    {
        var tries = 0;
        _store.Refuse = _ => tries++ == 0 ? new Conflict("store.version", "moved") : null;

        await SavedAsync(s_agent, "v1", "Boston", "city:Boston");

        Assert.Equal(2, tries);
        Assert.Single(await StoredAsync(s_agent));
    }

    [Fact]
    public async Task Share_AndBack_MovesTheViewAndLeavesNoCopy()
    {
        await SavedAsync(s_lead, "v1", "Late", "status:stuck");
        await SavedAsync(s_lead, "v1", "Late", "status:stuck", ViewAudience.Everyone, version: 1);
        Assert.Single(await StoredAsync(s_agent));
        Assert.Single(await StoredAsync(s_lead));

        await SavedAsync(s_lead, "v1", "Late", "status:stuck", version: 2);

        Assert.Empty(await StoredAsync(s_agent));
        Assert.Equal(ViewAudience.Private, Assert.Single(await StoredAsync(s_lead)).View.Audience);
        Assert.Empty((await ViewShelf.ReadAsync(_store, ViewShelf.Shared, default)).Views);
    }

    [Fact]
    public async Task Share_CutShortAfterItWasDecided_ShowsOneSharedView_AndDeletingItLeavesNone()
    {
        await SavedAsync(s_lead, "v1", "Late", "status:stuck");
        _store.Refuse = change => change.Subject != ViewShelf.Shared ? new Unavailable("store.full", "The disk is full.") : null;
        await SavedAsync(s_lead, "v1", "Late", "status:stuck", ViewAudience.Everyone, version: 1);
        _store.Refuse = _ => null;
        Assert.Single((await ViewShelf.ReadAsync(_store, ViewShelf.Of(s_lead.Id), default)).Views);

        Assert.Equal(ViewAudience.Everyone, Assert.Single(await StoredAsync(s_lead)).View.Audience);
        Assert.True((await Views.DeleteAsync(new DeleteView("v1", NextCommand(), 2), s_lead, default)).IsSuccess);
        Assert.Empty(await StoredAsync(s_lead));
    }

    [Fact]
    public async Task Unshare_CutShortBeforeItWasDecided_IsStillShared_AndDoneWhenRepeated()
    {
        await SavedAsync(s_lead, "v1", "Late", "status:stuck", ViewAudience.Everyone);
        var command = new SaveView("v1", "Late", "status:stuck", ViewAudience.Private, null, "unshare", 1);
        _store.Refuse = change => change.Subject == ViewShelf.Shared ? new Unavailable("store.full", "The disk is full.") : null;
        Assert.IsType<Unavailable>((await Views.SaveAsync(command, s_lead, default)).Error);
        _store.Refuse = _ => null;
        Assert.Single(await StoredAsync(s_agent));

        Assert.True((await Views.SaveAsync(command, s_lead, default)).IsSuccess);

        Assert.Empty(await StoredAsync(s_agent));
        Assert.Single(await StoredAsync(s_lead));
    }

    [Fact]
    public async Task Unshare_ViewOfAnother_IsRejected()
    {
        await SavedAsync(s_lead, "v1", "Late", "status:stuck", ViewAudience.Everyone);

        Assert.Equal("view.not-own", (await SaveAsync(s_operations, "v1", "Late", "status:stuck", version: 1)).Error?.Code);
    }

    [Theory]
    [InlineData("statsu:failed")]
    [InlineData("placed:soon")]
    public async Task Save_QueryThatCannotBeRead_IsInvalid(string query) =>
        Assert.Equal("query", Assert.Single(Assert.IsType<Invalid>((await SaveAsync(s_agent, "v1", "Broken", query)).Error).Fields).Field);

    [Fact]
    public async Task Save_WholeVoucherCode_IsRefused()
    {
        var saved = await SaveAsync(s_agent, "v1", "That voucher", VoucherCode.New());

        Assert.Contains("voucher", Assert.IsType<Invalid>(saved.Error).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, _store.Commits);
    }

    [Fact]
    public async Task List_QueryThatNoLongerParses_IsThereWithItsProblem_AndCanBeRenamedAndMended()
    {
        // What a program of another version saved: this one would refuse it.
        var shelf = new ViewShelf { Subject = ViewShelf.Of(s_agent.Id) }.With(new SavedView
        {
            Id = "old", Version = 1, Name = "Rain", Query = "weather:rain", OwnerId = s_agent.Id, OwnerName = s_agent.Name, ChangedBy = s_agent.Name, ChangedAt = _clock.GetUtcNow(),
        });
        Assert.True((await new ShelfWrite(shelf, AuditActions.ViewSaved, [], "").CommitAsync(_store, "other", decides: true, s_agent, _clock.GetUtcNow(), default)).IsSuccess);

        var listed = Assert.Single(await StoredAsync(s_agent));
        Assert.Contains("weather", Assert.Single(listed.Problems).Message, StringComparison.Ordinal);
        await SavedAsync(s_agent, "old", "Rainy", "weather:rain", version: 1);
        Assert.IsType<Invalid>((await SaveAsync(s_agent, "old", "Rainy", "weather:snow", version: 2)).Error);
        await SavedAsync(s_agent, "old", "Rainy", "city:Boston", version: 2);
        Assert.Empty(Assert.Single(await StoredAsync(s_agent)).Problems);
    }

    [Fact]
    public async Task Commands_OnABuiltInView_AreRejected()
    {
        Assert.Equal("view.built-in", (await SaveAsync(s_lead, "all", "Everything", "")).Error?.Code);
        Assert.Equal("view.built-in", (await Views.DeleteAsync(new DeleteView("all", NextCommand(), 0), s_lead, default)).Error?.Code);
    }

    [Fact]
    public async Task Commands_OnWhatOneCannotSee_AreNotFound()
    {
        await SavedAsync(s_agent, "v1", "Mine", "");

        Assert.IsType<NotFound>((await SaveAsync(s_otherAgent, "v1", "Yours", "", version: 1)).Error);
        Assert.IsType<NotFound>((await Views.DeleteAsync(new DeleteView("v1", NextCommand(), 1), s_otherAgent, default)).Error);
    }

    [Fact]
    public async Task Commands_Wrong_NameEveryField()
    {
        var saved = await Views.SaveAsync(new SaveView("no/id", " ", new string('x', 1_001), ViewAudience.Private, Role.Operations, "", -1), s_agent, default);

        Assert.Equal(["commandId", "id", "name", "query", "role", "expectedVersion"], Assert.IsType<Invalid>(saved.Error).Fields.Select(field => field.Field));
    }

    [Fact]
    public async Task EveryCommand_IsAuditedOnTheShelfsChain()
    {
        await SavedAsync(s_lead, "v1", "Late", "status:stuck");
        await SavedAsync(s_lead, "v1", "Late", "status:stuck", ViewAudience.Everyone, version: 1);
        Assert.True((await Views.DeleteAsync(new DeleteView("v1", NextCommand(), 2), s_lead, default)).IsSuccess);

        var all = (await _store.AuditAsync(new AuditQuery { NewestFirst = false }, null, 50, default)).Items;
        Assert.Equal([AuditActions.ViewSaved, AuditActions.ViewShared, AuditActions.ViewShared, AuditActions.ViewDeleted], all.Select(entry => entry.Entry.Action));
        Assert.All(all, entry => Assert.Equal(AuditChain.HashOf(entry.Entry), entry.Entry.Hash));
        var shared = await ViewShelf.ReadAsync(_store, ViewShelf.Shared, default);
        Assert.Equal(all[^1].Entry.Hash, shared.Audit.Hash);
        Assert.Contains(all[1].Detail!.Changes, change => change is { Field: "audience", Before: "private", After: "everyone" });
    }

    /// <summary>Ids are the clients' choice: two people may have the same.</summary>
    [Fact]
    public async Task Share_WithTheIdOfAnothersPrivateView_HidesAndDeletesNothingOfTheirs()
    {
        await SavedAsync(s_agent, "v1", "Mine", "status:failed");
        await SavedAsync(s_lead, "v1", "Shared", "status:held", ViewAudience.Role, Role.Operations);

        Assert.Equal("Mine", Assert.Single(await StoredAsync(s_agent)).View.Name);
        Assert.True((await Views.DeleteAsync(new DeleteView("v1", NextCommand(), 1), s_agent, default)).IsSuccess);
        Assert.Empty(await StoredAsync(s_agent));
        Assert.Equal("Shared", Assert.Single(await StoredAsync(s_operations)).View.Name);
    }

    private static Actor Person(string id, string name, Role role) => PipelineLab.Person(id, name, role) with { Roles = [role] };

    private string NextCommand() => $"cmd-{++_commands}";

    private async Task<IReadOnlyList<ListedView>> ListAsync(Actor actor) => (await Views.ListAsync(actor, default)).Value;

    private async Task<IReadOnlyList<ListedView>> StoredAsync(Actor actor) => [.. (await ListAsync(actor)).Where(view => !view.IsBuiltIn)];

    private Task<Result<SavedView>> SaveAsync(Actor actor, string id, string name, string query, ViewAudience audience = ViewAudience.Private, Role? role = null, long version = 0) =>
        Views.SaveAsync(new SaveView(id, name, query, audience, role, NextCommand(), version), actor, default);

    private async Task SavedAsync(Actor actor, string id, string name, string query, ViewAudience audience = ViewAudience.Private, Role? role = null, long version = 0)
    {
        var saved = await SaveAsync(actor, id, name, query, audience, role, version);
        Assert.True(saved.IsSuccess, saved.Error?.Message);
    }
}
