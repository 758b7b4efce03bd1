using System.Globalization;
using HybridOrleans.Cli.Connection;
using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Export;

/// <summary>Writes what the old bot had besides profiles: chats, settings, backups and events.</summary>
internal sealed class LegacyRest(
    IHybridDataStore store, BotId bot, ExportFolder folder, ExportTally tally, PatientCalls calls)
{
    private const int MessagesAtOnce = 1_000;

    /// <summary>Writes <c>conversations/{chat_id}.json</c>; a chat without messages has no file.</summary>
    public async ValueTask WriteChatAsync(ConversationKey key, CancellationToken cancellation)
    {
        var name = $"conversations/{key.ChatId.ToString(CultureInfo.InvariantCulture)}.json";
        try
        {
            List<JsonText> messages = [];
            for (long? next = 1; next is { } from;)
            {
                var page = await calls.RunAsync(
                    token => store.Conversations.GetRangeAsync(key, from, MessagesAtOnce, token), cancellation);
                var before = messages.Count;
                messages.AddRange(page.Messages.Select((m, i) => LegacyText.Of(m, before + i + 1)));
                next = page.Messages.Count < MessagesAtOnce ? null : page.Messages[^1].Sequence + 1;
            }

            if (messages.Count > 0)
            {
                await folder.WriteAsync(name, JsonArrayText.Of(messages), cancellation);
                tally.Wrote(ExportKind.Messages, messages.Count);
            }
        }
        catch (DataDamagedException e)
        {
            tally.LeftOut(name, e.Message);
        }
    }

    /// <summary>Writes <c>config.json</c>, if there are settings.</summary>
    public ValueTask WriteConfigurationAsync(CancellationToken cancellation)
        => WriteAsync(
            new ConfigurationKey(bot), "config.json", ExportKind.Configuration, static body => body, cancellation);

    /// <summary>Writes <c>backups/{chat_id}/YYYY-MM-DD.json</c>.</summary>
    public ValueTask WriteBackupAsync(ConfigurationKey key, CancellationToken cancellation)
    {
        if (LegacyText.BackupNameOf(key.ScopeId) is { } name)
        {
            return WriteAsync(key, name, ExportKind.Backups, LegacyText.BackupOf, cancellation);
        }

        tally.LeftOut($"backup {key.ScopeId}", "its scope id is no chat id and date");
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes <c>analytics_YYYYMM.json</c>; a month without events has no file.</summary>
    public async ValueTask WriteMonthAsync(DateTimeOffset month, CancellationToken cancellation)
    {
        var name = $"analytics_{month.ToString("yyyyMM", CultureInfo.InvariantCulture)}.json";
        try
        {
            var events = await calls.RunAsync(
                async token => await store.Analytics.ReadAsync(bot, month, month.AddMonths(1), token)
                    .ToListAsync(token),
                cancellation);
            if (events.Count > 0)
            {
                await folder.WriteAsync(
                    name, JsonArrayText.Of(new LegacyEvents(bot, name).Of(events)), cancellation);
                tally.Wrote(ExportKind.Events, events.Count);
            }
        }
        catch (DataDamagedException e)
        {
            tally.LeftOut(name, e.Message);
        }
    }

    private async ValueTask WriteAsync(
        ConfigurationKey key, string name, ExportKind kind, Func<JsonText, JsonText> shape,
        CancellationToken cancellation)
    {
        try
        {
            var reading = await calls.RunAsync(
                token => store.Configuration.GetAsync(key, Freshness.Fresh, token), cancellation);
            if (reading.Body is { } body)
            {
                await folder.WriteAsync(name, shape(body), cancellation);
                tally.Wrote(kind);
            }
        }
        catch (DataDamagedException e)
        {
            tally.LeftOut(name, e.Message);
        }
    }
}
