using BackOffice.Core.Fulfilment;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>
/// The mail server: accepts a message into its file, then writes it to the mail folder. A tag of the address decides what goes wrong
/// (<see cref="SandboxInputs"/>). What was accepted and not written when the process was killed is written at the next start.
/// </summary>
internal sealed class SandboxNotifier : INotifier
{
    private readonly SandboxFiles _files;
    private readonly MailFolder _folder;

    public SandboxNotifier(SandboxFiles files)
    {
        _files = files;
        _folder = new MailFolder(files.Options.MailFolder);
        foreach (var kept in files.Mail.KeptMail())
            Deliver(kept.Row, kept.Name, kept.Text);
    }

    public GatewayTerms Terms => _files.Mail.Terms;

    public Task<GatewayAnswer> SendAsync(Message message, CancellationToken cancellationToken)
    {
        var hash = SandboxRequest.HashOf(message.To, message.Subject, message.Text, message.Locale);
        var call = new SandboxRequest("send", message.Key, hash, SandboxInputs.Send(message.To), "msg");
        string? name = null;
        var text = "";
        var reply = _files.Mail.Receive(call, row =>
        {
            if (!MailText.IsAddress(message.To))
                return new(new GatewayRefused(ErrorCodes.AddressRefused, "That is not an address."));
            var now = _files.Clock.GetUtcNow();
            name = MailText.NameOf(message.Key, now);
            text = MailText.Of(message, _files.Options.MailFrom, now);
            _files.Mail.KeepMail(row, name, text);
            return new(new GatewaySucceeded(""));
        });
        if (name is not null && reply.Fresh)
            Deliver(reply.Row, name, text);
        return _files.AnswerAsync(reply.Answer, reply.Delay, cancellationToken);
    }

    public Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken)
    {
        var (answer, delay) = _files.Mail.LookUp(key);
        return _files.AnswerAsync(answer, delay, cancellationToken);
    }

    /// <summary>Writing the same file again is harmless, so it is forgotten only once it is there.</summary>
    private void Deliver(long row, string name, string text)
    {
        _folder.Write(name, text);
        _files.Mail.ForgetMail(row);
    }
}
