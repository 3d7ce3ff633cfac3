using System.Security.Cryptography;
using System.Text;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Workflows;

namespace BackOffice.Core.Installation;

/// <summary>How the installation does, for those who run it.</summary>
public sealed class InstallationDesk(IBackendFacts backend, IQueues queues, IWorkflows workflows, Backups backups)
{
    /// <summary>Needs system:read.</summary>
    public async Task<Result<InstallationFacts>> ReadAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.SystemRead) is { } forbidden)
            return forbidden;
        var definitions = await workflows.DefinitionsAsync(cancellationToken).ConfigureAwait(false);
        return new InstallationFacts(
            await backend.ReadAsync(cancellationToken).ConfigureAwait(false),
            await queues.StatesAsync(cancellationToken).ConfigureAwait(false),
            [
                .. definitions.GroupBy(definition => definition.Definition).Select(revisions => revisions.MaxBy(definition => definition.Revision)).OfType<DefinitionRevision>()
                    .OrderBy(definition => definition.Definition, StringComparer.Ordinal)
                    .Select(newest => new InstalledRevision(
                        newest.Definition, newest.Revision, newest.InstalledAt, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(newest.Asl))))),
            ],
            await backups.LastAsync(cancellationToken).ConfigureAwait(false),
            backups.WhyNot);
    }
}
