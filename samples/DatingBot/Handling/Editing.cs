using HybridOrleans.Samples.DatingBot.Members;
using HybridOrleans.Samples.DatingBot.Telegram;

namespace HybridOrleans.Samples.DatingBot.Handling;

/// <summary>Changes one field of a profile.</summary>
internal static class Editing
{
    public const string Button = "edit";

    public static void Offer(Visit visit) => visit.Say(
        visit.Texts.WhatToEdit,
        [.. Enum.GetValues<Field>().Where(f => f != Field.None).Select(
            f => new ReplyButton(visit.Texts.NameOf(f), ButtonData.Of(Button, f)))]);

    public static void Ask(Visit visit, string argument)
    {
        if (Enum.TryParse<Field>(argument, out var field) && field != Field.None)
        {
            visit.Dialog.Asked = field;
            visit.Say(visit.Texts.Ask(field));
        }
    }

    public static void Take(Visit visit)
    {
        var field = visit.Dialog.Asked;
        if (FieldRules.Accept(field, visit.Incoming.Text) is not { } answer)
        {
            visit.Say(visit.Texts.Refuse(field));
            return;
        }

        visit.Member.Answers = visit.Member.Answers!.With(field, answer);
        visit.EndDialog();
        visit.NoteEvent("edited");
        visit.Say($"{visit.Texts.Changed}\n\n{visit.Texts.Profile(visit.Member.Answers)}");
    }
}
