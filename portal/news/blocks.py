"""The blocks that an article's body is made of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul", "superscript", "subscript"]


class QuoteBlock(blocks.StructBlock):
    """A passage set apart, with who said it."""

    text = blocks.TextBlock(label=_("Quote"))
    speaker = blocks.CharBlock(label=_("Who said it"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "news/blocks/quote.html"


class SpeechBlock(blocks.StructBlock):
    """One turn of a transcript."""

    speaker = blocks.CharBlock(label=_("Speaker"))
    text = blocks.TextBlock(label=_("Words"))

    class Meta:
        icon = "comment"
        label = _("Speech")
        template = "news/blocks/speech.html"


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("Heading"), icon="title", template="news/blocks/heading.html")
    paragraph = blocks.RichTextBlock(label=_("Paragraph"), features=TEXT_FEATURES)
    quote = QuoteBlock()
    speech = SpeechBlock()
    image = ImageBlock(label=_("Image"), template="news/blocks/image.html")
