using HybridOrleans.Client;
using HybridOrleans.Grains.Interfaces;
using HybridOrleans.Samples.DatingBot.Members;
using HybridOrleans.Samples.DatingBot.Telegram;
using HybridOrleans.Samples.DatingBot.Texts;

namespace HybridOrleans.Samples.DatingBot.Handling;

/// <summary>Reminds of a registration that was begun a day ago.</summary>
internal static class Reminding
{
    public static async Task HandleAsync(IUpdateTurn turn, FollowUp due, CancellationToken cancellation)
    {
        var dialog = await turn.OwnAsync<Dialog>(cancellation);
        if (due.Id == Registration.ReminderId && dialog.Value.Registration is not null)
        {
            var member = await turn.OwnAsync<Member>(cancellation);
            var reminder = new Reply(BotTexts.In(member.Value.Language).Reminder, []);
            turn.Outbox.Send(turn.Order.Id, Reply.Method, reminder.ToJson());
        }
    }
}
