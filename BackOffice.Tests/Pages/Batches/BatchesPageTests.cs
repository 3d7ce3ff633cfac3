using BackOffice.Components.Batches;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Pipeline;
using BackOffice.Tests.Fakes;
using BackOffice.Tests.Pages.Shared;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Tests.Pages.Batches;

public sealed class BatchesPageTests() : ReadingPageTests<BatchesPage, bool, IReadOnlyList<BatchJobState>>("/batches", "batch jobs", Permission.ExecutionsRead)
{
    [Fact]
    public async Task Page_Loaded_ShowsWhatWaitsAndWhatTheRunsDid()
    {
        await using var context = Loaded();

        var page = Open(context);

        Assert.Equal("A batch job runs now because somebody asked for it.", page.Find("h1").TextContent);
        Assert.Contains("Waiting for the next run: 12", page.Markup, StringComparison.Ordinal);
        Assert.Contains("500 orders or more wait for the next run.", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Took 31 in 2.5 s", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Tried again later · 2", page.Markup, StringComparison.Ordinal);
        Assert.Contains("6 runs found nothing", page.Markup, StringComparison.Ordinal);
        Assert.Contains("The fraud service did not answer.", page.Find("details").TextContent, StringComparison.Ordinal);
        Assert.Equal([BatchJob.Fraud], context.Batches.Runs.Asked);
    }

    [Fact]
    public async Task Page_JobInTheAddress_ShowsItsRuns()
    {
        await using var context = Loaded();

        var page = Open(context, "/batches?job=payment");

        Assert.Equal([BatchJob.Payment], context.Batches.Runs.Asked);
        Assert.Equal("true", page.Find("a[href='/batches?job=payment']").GetAttribute("aria-current"));
    }

    [Fact]
    public async Task RunNow_WithAReason_SendsTheCommandOnce()
    {
        await using var context = Loaded();
        var dialogs = context.RenderProviders();
        context.Batches.Run.Always(new BatchAsked(BatchJob.Fraud, "The job runs as soon as it can.", false));
        var page = Open(context);

        var open = page.Find("#run-Fraud").ClickAsync(new());
        dialogs.WaitForElement("#reason");
        Assert.Contains("Waiting now: 12.", dialogs.Markup, StringComparison.Ordinal);
        await dialogs.Find("#reason").InputAsync(new ChangeEventArgs { Value = "The fraud service is back" });
        await dialogs.Find(".btn.p").ClickAsync(new());
        await open;

        var sent = Assert.Single(context.Batches.Run.Asked);
        Assert.Equal((BatchJob.Fraud, "The fraud service is back"), (sent.Job, sent.Reason));
    }

    [Fact]
    public async Task RunNow_WhileOneIsAskedFor_IsClosed()
    {
        await using var context = Loaded();

        Assert.Equal("true", Open(context).Find("#run-Payment").GetAttribute("aria-disabled"));
    }

    [Fact]
    public async Task RunNow_WithoutPermission_SaysWhoMay()
    {
        await using var context = Loaded(Role.SupportAgent);

        var page = Open(context);

        Assert.Equal("true", page.Find("#run-Fraud").GetAttribute("aria-disabled"));
        Assert.Contains("batches:run", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_NeverRan_SaysSo()
    {
        await using var context = Loaded();
        context.Batches.Runs.Always(new List<BatchRun>());

        Assert.Contains("This job has not run yet.", Open(context).Markup, StringComparison.Ordinal);
    }

    protected override ConsoleContext Loaded() => Loaded(Role.Operations);

    protected override Answer<bool, IReadOnlyList<BatchJobState>> Reading(ConsoleContext context) => context.Batches.States;

    private static ConsoleContext Loaded(Role role)
    {
        var context = new ConsoleContext(role);
        context.Batches.States.Always(SamplePipeline.Jobs());
        context.Batches.Runs.Always(SamplePipeline.Runs());
        return context;
    }
}
