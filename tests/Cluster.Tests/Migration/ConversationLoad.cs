using System.Collections.Concurrent;
using System.Globalization;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using Xunit;
using static HybridOrleans.Cluster.Tests.Conversations.Messages;

namespace HybridOrleans.Cluster.Tests.Migration;

/// <summary>Appends messages to a few conversations all the time, and remembers what was acknowledged.</summary>
/// <remarks>Two writers share each conversation, so that their messages wait for each other and share writes.</remarks>
internal sealed class ConversationLoad : IAsyncDisposable
{
    private const int Writers = 6;
    private const int Chats = 3;
    private readonly HybridClient _client;
    private readonly BotId _bot;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _calls = new(0);
    private readonly Task _running;

    private ConversationLoad(HybridClient client, BotId bot)
    {
        _client = client;
        _bot = bot;
        _running = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(w))));
    }

    /// <summary>The text that was acknowledged under each number of each chat.</summary>
    public ConcurrentDictionary<(long Chat, long Sequence), string> Acknowledged { get; } = new();

    /// <summary>Every call that failed, or answered with something else than what was acknowledged before.</summary>
    public ConcurrentQueue<string> Failures { get; } = new();

    public static ConversationLoad Start(HybridClient client, BotId bot) => new(client, bot);

    /// <summary>Waits until so many more calls have ended, so that a moment has been worked through.</summary>
    public async Task DoAsync(int calls, CancellationToken cancellation)
    {
        for (var done = _calls.CurrentCount; done > 0; done--)
        {
            await _calls.WaitAsync(cancellation);
        }

        for (var done = 0; done < calls; done++)
        {
            Assert.True(await _calls.WaitAsync(Limit, cancellation), $"No call ended within {Limit}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsCompleted)
        {
            await _stop.CancelAsync();
            await _running;
            _stop.Dispose();
            _calls.Dispose();
        }
    }

    private async Task WriteAsync(int writer)
    {
        var key = new ConversationKey(_bot, 1_000 + (writer % Chats));
        for (var number = 1; !_stop.IsCancellationRequested; number++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{writer}-{number} Ева");
            try
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{writer}-{number}");
                var receipt = await _client.Conversations.AppendAsync(key, Said(text, id), CancellationToken.None);
                if (!receipt.IsNew || !Acknowledged.TryAdd((key.ChatId, receipt.Sequence), text))
                {
                    Failures.Enqueue($"{text}: number {receipt.Sequence} was given before");
                }

                _calls.Release();
                var reading = await _client.Conversations.GetRangeAsync(
                    key, receipt.Sequence, 1, CancellationToken.None);
                _calls.Release();
                if (reading.Texts().SingleOrDefault() != text)
                {
                    Failures.Enqueue($"{text}: number {receipt.Sequence} holds something else");
                }
            }
            catch (Exception e)
            {
                Failures.Enqueue($"{text}: {e.GetType().Name}: {e.Message}");
            }
        }
    }
}
