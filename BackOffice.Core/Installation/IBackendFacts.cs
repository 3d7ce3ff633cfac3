namespace BackOffice.Core.Installation;

/// <summary>One implementation a backend.</summary>
public interface IBackendFacts
{
    /// <summary>Sizes and lags as they are now; cheap enough to be asked by a page that is opened.</summary>
    Task<BackendFacts> ReadAsync(CancellationToken cancellationToken);
}
