using BackOffice.Core.Access;
using BackOffice.Core.Pipeline;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Batches;

/// <summary>The batch jobs: next run, what waits, and what the runs of the job in the address did. Live while orders move.</summary>
public sealed partial class BatchesPage
{
    private const int Shown = 50;

    private IReadOnlyList<BatchJobState>? _jobs;
    private IReadOnlyList<BatchRun>? _runs;
    private BatchJob _job = BatchJob.Fraud;
    private int _most = Shown;

    [Inject] public required IBatchDesk Batches { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [SupplyParameterFromQuery(Name = "job")] public string? Job { get; set; }

    protected override bool IsLive => true;

    private string Title => _jobs switch
    {
        null => T("Batch jobs"),
        _ when _jobs.Any(job => job.Asked is not null) => T("A batch job runs now because somebody asked for it."),
        _ when _jobs.All(job => job.Waiting == 0) => T("Nothing waits for the batch jobs."),
        _ => T("Orders wait for the batch jobs."),
    };

    protected override async Task LoadAsync()
    {
        var job = Enum.TryParse<BatchJob>(Job, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : BatchJob.Fraud;
        if (job != _job)
            (_job, _runs, _most) = (job, null, Shown);
        if (await AskAsync("the batch jobs", Batches.StatesAsync) is not { } jobs)
            return;
        _jobs = jobs;
        if (await AskAsync("the runs", (actor, token) => Batches.RunsAsync(job, actor, token)) is { } runs && job == _job)
            _runs = runs;
    }

    private string? WhyNotRun(BatchJobState job) => WhyNot(Permission.BatchesRun) ?? (job.Asked is null ? null : T("A run was asked for already and has not ended."));

    private async Task RunAsync(BatchJobState job)
    {
        var dialog = await Dialogs.ShowAsync<ReasonDialog>(T("Run now"), new DialogParameters<ReasonDialog>
        {
            { d => d.Question, T($"Run the job now: {BatchWords.Name(job.Job)}?") },
            { d => d.Meaning, job.Waiting == BatchJobState.MostWaiting ? T($"It takes what waits for its next run: {job.Waiting} orders or more.") : T($"It takes what waits for its next run. Waiting now: {job.Waiting}.") },
            { d => d.Verb, T("Run it now") },
            { d => d.Command, "run-batch" },
            { d => d.Act, async (id, reason, actor, token) => (await Batches.RunAsync(new RunBatch(job.Job, id, reason), actor, token)).Map(asked => asked.Message) },
        });
        await dialog.Result;
        await RefreshAsync();
        await Tools.Browser.FocusAsync($"run-{job.Job}");
    }

    private void More() => _most += Shown;

    private static string Address(BatchJob job) => "/batches?job=" + job.ToString().ToLowerInvariant();
}
