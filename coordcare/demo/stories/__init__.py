"""The stories of the demo clinic's patients, in the order of their ids. Everything in them is invented."""

from coordcare.demo.rules import Story
from coordcare.demo.stories import anthony, caleb, devon, helen, ibrahim, marisol, savannah, walter

STORIES: tuple[Story, ...] = (
    marisol.STORY,
    walter.STORY,
    devon.STORY,
    anthony.STORY,
    helen.STORY,
    ibrahim.STORY,
    savannah.STORY,
    caleb.STORY,
)
