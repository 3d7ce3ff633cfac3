using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackOffice.Tests.Torture.Money;

/// <param name="Status">200 to 499.</param>
/// <param name="Json">Null when there is none.</param>
internal sealed record MoneyAnswer(int Status, JsonNode? Json)
{
    public bool Yes => Status is >= 200 and < 300;

    public string? Text(string name) => Json?[name]?.GetValue<string>();
}

/// <summary>Calls of the HTTP API that do what a good client does: the same call under the same id until an answer comes, through every kill.</summary>
internal sealed class MoneyCaller(Uri origin, MoneyHistory history) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = origin, Timeout = TimeSpan.FromSeconds(15) };

    public Task<MoneyAnswer> GetAsync(string persona, string path, CancellationToken cancellationToken) => AskAsync(persona, HttpMethod.Get, path, null, null, cancellationToken);

    public Task<MoneyAnswer> PostAsync(string persona, string path, JsonNode? body, CancellationToken cancellationToken, string? key = null) =>
        AskAsync(persona, HttpMethod.Post, path, body, key, cancellationToken);

    public async Task<MoneyAnswer> AskAsync(string persona, HttpMethod method, string path, JsonNode? body, string? key, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await TryAsync(persona, method, path, body, key, cancellationToken) is { } answer)
                return answer;
            history.WasCutOff();
            await Task.Delay(40, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Null when there was no answer, or one that says to come again.</summary>
    private async Task<MoneyAnswer?> TryAsync(string persona, HttpMethod method, string path, JsonNode? body, string? key, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            request.Headers.Add(PersonaHandler.Header, persona);
            if (key is not null)
                request.Headers.Add("Idempotency-Key", key);
            if (body is not null)
                request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            using var answer = await _http.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            return (int)answer.StatusCode >= 500 || answer.StatusCode is HttpStatusCode.TooManyRequests
                ? null
                : new MoneyAnswer((int)answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
