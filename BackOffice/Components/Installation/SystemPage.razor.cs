using BackOffice.Core.Common;
using BackOffice.Installation;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Installation;

/// <summary>How the installation does: read when it is opened, and again when it is asked to.</summary>
public sealed partial class SystemPage : IDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private SystemReport? _report;
    private Error? _error;
    private bool _reading;

    [Inject] public required ISystemReports Reports { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    private string Sentence => _report is null ? T("System") : Worst switch
    {
        HealthState.Good => T("Everything that is checked is well."),
        HealthState.Doubtful => T("It works, and something needs a look."),
        HealthState.Bad => T("Something does not work."),
    };

    private string Advice => _report switch
    {
        null => "",
        { WhyNoBackup: null, LastBackup: null } => T("No backup was ever taken: run backup --to DIR on the machine itself, best every night."),
        _ when Worst is not HealthState.Good => T("The checks below say what."),
        _ => T("Nothing to do."),
    };

    private HealthState Worst => _report is { Health.Count: > 0 } ? _report.Health.Max(check => check.State) : HealthState.Good;

    public void Dispose()
    {
        _leave.Cancel();
        _leave.Dispose();
    }

    protected override Task OnInitializedAsync() => ReadAsync();

    private async Task ReadAsync()
    {
        if (_reading)
            return;
        _reading = true;
        try
        {
            var actor = await CurrentActor.GetAsync();
            var read = await Reader.ReadAsync(T("the system's state"), token => Reports.ReadAsync(actor, token), _leave.Token);
            _error = read.Error;
            if (read.IsSuccess)
                _report = read.Value;
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            _reading = false;
        }
    }
}
