using System.Globalization;
using HybridOrleans.Cli.Import.Source;
using HybridOrleans.Grains.Interfaces;

namespace HybridOrleans.Cli.Import;

/// <summary>Brings in the messages of chats, each chat in the order of its file.</summary>
internal sealed class ConversationImport(BotId bot, IImportTarget target, ImportLedger ledger)
{
    private const int ReadMax = 1_000;

    /// <summary>Takes the file of one chat.</summary>
    public async ValueTask TakeAsync(ImportFile file, CancellationToken cancellation)
    {
        if (file.Id is not { } chat)
        {
            if (ledger.Open(file, "its name is no id") is { } text)
            {
                await ledger.PutAsideAsync(text, text.Fault!, cancellation);
            }

            return;
        }

        try
        {
            var messages = await ReadAsync(file, cancellation);
            await StoreAsync(file, new ConversationKey(bot, chat), messages, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DataDamagedException
            or InvalidInputException)
        {
            ledger.Fail(file.Name, chat, e.Message);
        }
    }

    /// <summary>The messages of a file; what is none is put aside.</summary>
    private async ValueTask<List<NewMessage>> ReadAsync(ImportFile file, CancellationToken cancellation)
    {
        List<NewMessage> messages = [];
        using var opened = SourceFile.Open(file.Path);
        await using var stream = opened.AsStream();
        var position = 0;
        foreach (var element in new MapScanner(stream).ScanArray())
        {
            var number = (++position).ToString(CultureInfo.InvariantCulture);
            var length = element.End - element.ValueStart;
            var name = position == 1 && element.Fault is not null ? file.Name : $"{file.Name}#{number}";
            var text = length > SourceFile.TextBytesMax
                ? new SourceText(name, file.Id, null, RecordMap.TooLarge(length))
                : new SourceText(name, file.Id, opened.Read(element.ValueStart, element.End), element.Fault);
            var message = text.Fault is null ? MessageText.Read(text.Content, position) : default;
            if (message.Message is { } good)
            {
                messages.Add(good);
            }

            if (message.HasMore || message.Message is null)
            {
                await ledger.PutAsideAsync(
                    text,
                    text.Fault ?? message.Fault ?? "the message is imported without members that it cannot hold",
                    cancellation);
            }
        }

        return opened.HasChanged
            ? throw new IOException("the file was changed while it was read; run the import again")
            : messages;
    }

    private async ValueTask StoreAsync(
        ImportFile file, ConversationKey key, List<NewMessage> messages, CancellationToken cancellation)
    {
        if (messages.Count == 0)
        {
            return;
        }

        var (held, first) = await HeldAsync(key, cancellation);
        var plan = ConversationPlan.Of(messages, held, first, target.Mode);
        ledger.Add(ImportResult.Unchanged, messages.Count - plan.Missing.Count);
        if (plan.Kept is { } kept)
        {
            ledger.Add(file, kept, plan.Missing.Count, plan.Reason);
            return;
        }

        foreach (var many in plan.Missing.Chunk(NewMessage.ManyMax))
        {
            await target.AppendAsync(key, many, cancellation);
            ledger.Add(ImportResult.Imported, many.Length);
        }
    }

    private async ValueTask<(List<string?> Ids, long First)> HeldAsync(
        ConversationKey key, CancellationToken cancellation)
    {
        List<string?> ids = [];
        for (var from = 1L; ;)
        {
            var reading = await target.ReadAsync(key, from, ReadMax, cancellation);
            ids.AddRange(reading.Messages.Select(message => message.Id));
            if (reading.Messages.Count < ReadMax)
            {
                return (ids, reading.First);
            }

            from = reading.Messages[^1].Sequence + 1;
        }
    }
}
