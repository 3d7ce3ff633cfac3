using BackOffice.Core.Fulfilment;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>Reads the mail folder: the one file whose name ends in the key's hash.</summary>
internal sealed class SandboxSentMail(SandboxOptions options) : ISentMail
{
    public async Task<SentMessage?> ReadAsync(EffectKey key, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(options.MailFolder) || Directory.EnumerateFiles(options.MailFolder, "*" + MailText.EndOf(key)).FirstOrDefault() is not { } file)
            return null;
        try
        {
            return MailReading.Read(await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false));
        }
        catch (FileNotFoundException)
        {
            return null; // Somebody tidied the folder between.
        }
    }
}
