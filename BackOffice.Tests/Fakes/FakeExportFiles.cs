using BackOffice.Core.Common;
using BackOffice.Core.Orders.Export;

namespace BackOffice.Tests.Fakes;

/// <summary>An export that a test drives: it says how far it is, and ends when the test says so or when it is stopped.</summary>
public sealed class FakeExportFiles : IExportFiles
{
    public Answer<ExportOrders, ExportFile> Make { get; } = new();

    public IProgress<ExportProgress>? Progress { get; private set; }

    public async Task<Result<ExportFile>> MakeAsync(ExportOrders command, IProgress<ExportProgress> progress, Actor actor, CancellationToken cancellationToken)
    {
        Progress = progress;
        return await Make.AskAsync(command).WaitAsync(cancellationToken);
    }

    public ExportFile? Find(string exportId, Actor actor) => null;
}
