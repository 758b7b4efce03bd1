using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Telegram.Bot;
using Telegram.Bot.Types;

namespace HybridOrleans.Samples.DatingBot.StandIn;

/// <summary>Delivers updates to the bot, each again and again until it says 200.</summary>
/// <remarks>
/// As Telegram's own server does it, the next update of a chat waits until the one before has its 200. What disorder
/// adds are copies: some travel at the same time as the first one, and some come after newer updates of the chat.
/// </remarks>
internal sealed class Webhook(UpdateQueue updates, Disorder disorder) : IDisposable
{
    private const int ConnectionsMax = 40;

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly SemaphoreSlim _connections = new(ConnectionsMax);
    private readonly ConcurrentDictionary<int, int> _answers = [];
    private readonly Random _random = new(disorder.Seed);
    private readonly Chains _chats = new();
    private readonly Signal _answered = new();

    public WebhookTargets Targets { get; } = new();

    /// <summary>How many attempts were answered, by status; 0 stands for no answer.</summary>
    public IReadOnlyDictionary<int, int> Answers => _answers;

    /// <summary>Waits until so many attempts were answered with a status.</summary>
    public async Task AnsweredAsync(int status, int count, CancellationToken cancellation)
    {
        while (true)
        {
            var answered = _answered.Next;
            if (_answers.GetValueOrDefault(status) >= count)
            {
                return;
            }

            await answered.WaitAsync(cancellation);
        }
    }

    /// <summary>Delivers until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            await Targets.WaitAsync(1, stop);
            var burst = await updates.TakeAsync(stop);
            var isTwiceAtOnce = burst.Select(_ => disorder.Twice && _random.Next(2) == 0).ToList();
            var first = burst.Zip(isTwiceAtOnce, (update, twice) => InTurnAsync(update, twice ? 2 : 1, stop)).ToList();
            for (var i = 0; i < burst.Count; i++)
            {
                // A late copy comes after everything of the burst in its chat.
                var isLate = disorder.Twice && !isTwiceAtOnce[i];
                _ = ConfirmAsync(burst[i], first[i], isLate ? InTurnAsync(burst[i], 1, stop) : Task.CompletedTask);
            }
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _connections.Dispose();
    }

    private static long ChatOf(Update update)
        => update.Message?.Chat.Id ?? update.CallbackQuery?.From.Id ?? 0;

    private Task InTurnAsync(Update update, int copies, CancellationToken stop) => _chats.Add(
        ChatOf(update), () => Task.WhenAll(Enumerable.Range(0, copies).Select(_ => DeliverAsync(update, stop))));

    private async Task ConfirmAsync(Update update, params Task[] deliveries)
    {
        await Task.WhenAll(deliveries);
        updates.Confirm(id => id == update.Id);
    }

    private async Task DeliverAsync(Update update, CancellationToken stop)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(update, JsonBotAPI.Options);
        using var pace = new PeriodicTimer(RetryPause);
        while (true)
        {
            await _connections.WaitAsync(stop);
            int status;
            try
            {
                status = await PostAsync(body, stop);
            }
            finally
            {
                _connections.Release();
            }

            _answers.AddOrUpdate(status, 1, (_, count) => count + 1);
            _answered.Change();
            if (status == StatusCodes.Status200OK)
            {
                return;
            }

            await pace.WaitForNextTickAsync(stop);
        }
    }

    private async Task<int> PostAsync(byte[] body, CancellationToken stop)
    {
        var target = await Targets.NextAsync(stop);
        using var content = new ByteArrayContent(body)
        {
            Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = content };
        request.Headers.Add(WebhookTarget.SecretHeader, target.Secret);
        try
        {
            using var answer = await _http.SendAsync(request, stop);
            return (int)answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            return 0;
        }
    }
}
