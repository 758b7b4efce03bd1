using System.Net;
using System.Text;
using Xunit;

namespace HybridOrleans.Cluster.Tests.Api;

/// <summary>Requests as a bot in another language makes them.</summary>
internal static class ApiCalls
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Sends a body of JSON, with headers.</summary>
    public static async Task<ApiAnswer> SendAsync(
        this HttpClient client, string method, string path, string? json = null,
        params (string Name, string Value)[] headers)
    {
        // As it is: a client may send what no well-behaved one would.
        var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(
            new HttpMethod(method), new Uri($"{client.BaseAddress!.GetLeftPart(UriPartial.Authority)}{path}", options));
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await client.SendAsync(request, Cancel);
        return new ApiAnswer(
            answer.StatusCode,
            await answer.Content.ReadAsStringAsync(Cancel),
            answer.Headers.ETag?.Tag,
            answer.Headers.ToDictionary(h => h.Key, h => string.Join(",", h.Value)),
            answer.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>The answer, which must be a success.</summary>
    public static ApiAnswer Ok(this ApiAnswer answer)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, $"{(int)answer.Status}: {answer.Body}");
        return answer;
    }
}
