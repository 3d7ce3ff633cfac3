using System.Globalization;
using System.Net.Http.Headers;
using BackOffice.Core.Routing.Delivery;

namespace BackOffice.Core.Routing.Destinations;

/// <summary>POSTs the body to a partner, signed (Standard Webhooks). The id in the header tells doubles: delivery is at least once.</summary>
internal sealed class WebhookSender(DestinationOptions options, OutboundHttp http, ISecrets secrets, TimeProvider clock) : IDestinationSender
{
    public async Task<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<Parcel> parcels, CancellationToken cancellationToken)
    {
        var outcomes = new List<SendOutcome>(parcels.Count);
        foreach (var parcel in parcels)
        {
            outcomes.Add(secrets.Find(options.Secret ?? "") is { Length: > 0 } secret
                ? await http.SendAsync(() => Request(parcel, secret), options.Timeout, cancellationToken).ConfigureAwait(false)
                : new SendFailed("Secret.Missing", $"The setting {options.Secret} holds no signing key.", MayPass: true));
        }

        return outcomes;
    }

    private HttpRequestMessage Request(Parcel parcel, string secret)
    {
        var now = clock.GetUtcNow();
        var request = new HttpRequestMessage(HttpMethod.Post, options.Url) { Content = new ReadOnlyMemoryContent(parcel.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation(WebhookSignature.IdHeader, parcel.Once);
        request.Headers.TryAddWithoutValidation(WebhookSignature.TimeHeader, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, WebhookSignature.Sign(secret, parcel.Once, now, parcel.Body.Span));
        request.Headers.UserAgent.ParseAdd("BackOffice");
        return request;
    }
}
